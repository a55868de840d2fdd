export { type Asked, createPublicSite, pathsOf } from './public-site.tsx';
export { PUBLIC_POLICY } from './render.ts';
export type { PublicFace, Site } from './site.ts';
