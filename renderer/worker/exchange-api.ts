/** What the page asks of the worker about exports and saved files: types only. */
import type { SavedScan } from '../../shared/columns/saved-content.ts';
import type { OnProgress } from '../../shared/model/bundle.ts';
import type { ExchangeFormat } from '../../shared/model/exchange-files.ts';
import type { TableName } from '../../shared/model/tables.ts';
import type { LoadReport } from './engine-api.ts';
import type { ScanTokens } from './scan-methods.ts';

export interface CommunityExport {
  format: ExchangeFormat;
  tables: TableName[];
  /** With the columns of persons. Rejects with 'not-allowed' where they may not go out. */
  personal: boolean;
}

export interface ExchangeEngine {
  /** The chosen tables in the exchange layout (docs/exchange.md). Rejects with FormatError, AccessNeededError. */
  exportCommunity(request: CommunityExport): Promise<Blob>;
  /**
   * The open community as a file that the passphrase opens, edits of the plan included, with the scans that the host gives out for `scans`.
   * Rejects with AccessNeededError, ChunkError.
   */
  saveSealed(passphrase: string, scans: readonly ScanTokens[]): Promise<Blob>;
  /**
   * Verifies the whole file, then makes what it holds the active generation, as a new one. Rejects with SealedFileError or ChunkError
   * before anything is replaced. Its scans are handed over: to keep them is the page's, for they are the host's.
   */
  restoreSealed(
    file: File,
    passphrase: string,
    onProgress: OnProgress,
  ): Promise<LoadReport & { scans: SavedScan[] }>;
}
