export { type ControlStore, openControl, type RunTable } from './control-store.ts';
export { type Rotation, type RotationProgress, SecretStore } from './secrets.ts';
