/** Opens a saved file: verified whole before anything is replaced. What was open stays among the host's copies. */
import { restoreSealed } from '../../app/bring-back.ts';
import { SealedFileForm } from './SealedFileForm.tsx';

export function RestoreForm() {
  return (
    <SealedFileForm
      task="restore"
      accept=".linlisave"
      label="exchange.file"
      open={async (file, passphrase, report) => {
        const scans = await restoreSealed(file, passphrase, report);
        return { bytes: file.size, scans };
      }}
    />
  );
}
