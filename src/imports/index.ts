export {
  discardRun,
  type ImportContext,
  type ImportOrder,
  importFiles,
  networkNamed,
  settleRuns,
  uploadRun,
} from './import-files.ts';
export { gatherFiles } from './gather-files.ts';
export { failedReceipt, type FileReceipt, type Receipt } from './receipt.ts';
export type { Preview, PreviewDifference, PreviewLine } from './preview.ts';
export { readPreview } from './read-preview.ts';
