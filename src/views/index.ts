export { type Annotation, Annotations } from './annotations.ts';
export { type SavedView, SavedViews } from './saved-views.ts';
export { keeperOf } from './keeper.ts';
