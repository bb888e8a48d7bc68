/** Opens a list that was saved under a passphrase and hands it back as the workbook it is; written down like any list that leaves. */
import { openSealedFile } from '../../../shared/access/sealed-file.ts';
import { noteExport } from '../../app/access/audit-notes.ts';
import { saveFile } from '../../app/save-file.ts';
import { sourceFile } from '../../worker/source-file.ts';
import { SealedFileForm } from './SealedFileForm.tsx';

export function UnsealForm() {
  return (
    <SealedFileForm
      task="unseal"
      accept=".sealed"
      label="exchange.unseal"
      open={async (file, passphrase, report) => {
        const bytes = await openSealedFile(sourceFile(file), passphrase, (done, total) =>
          report({ stage: 'stage.unseal', done, total }),
        );
        await noteExport({ count: 0, format: 'xlsx', table: 'unsealed', personal: 1, purpose: null });
        saveFile(new Blob([bytes as Uint8Array<ArrayBuffer>]), file.name.replace(/\.sealed$/, ''));
        return { bytes: bytes.length };
      }}
    />
  );
}
