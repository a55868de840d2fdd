export { type RawReport, RawStore } from './raw-store.ts';
