export { type Api, createApi } from './app.ts';
export { parseMoment } from './as-of.ts';
export { type Contract, contract, type RouteName } from './contract.ts';
export type { Route, RouteReply, RouteWish } from './contract/route.ts';
export { errorAnswer } from './contract/values.ts';
export { rawRows } from './raw-row.ts';
export { refuseSecondServer, type RunningServer, serve } from './serve.ts';
export { findServer, type Found, type Probe, type ServerEntry } from './server-file.ts';
export type { InstallationServices, KeyRotation, Services, WorkspaceServices } from './services.ts';
