export { type ControlStore, openControl, type RunTable } from './control-store.ts';
