/** Routes of what people keep beside the reports: saved views of a screen, and annotations of days. */
import { z } from 'zod';
import type { Annotation, SavedView } from '../../views/index.ts';
import { route } from './route.ts';
import { day, instant, reference } from './values.ts';

const screen = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z-]*(\/[a-z][a-z-]*)*$/, 'wants the path of a screen without the leading slash, like overview');
const viewName = z.string().trim().min(1).max(80);
const query = z
  .string()
  .max(8000)
  .regex(/^(?![?#])[^\s#]*$/, 'wants a query string without the question mark')
  .meta({ description: 'The query string of the screen’s address: period, filters, columns …' });

const savedView = z
  .object({
    id: z.string(),
    screen: z.string(),
    name: z.string(),
    query: z.string(),
    isShared: z.boolean(),
    isMine: z.boolean(),
    madeBy: z.string(),
    isMyDefault: z.boolean().meta({ description: 'The screen opens with it for who asks.' }),
    isWorkspaceDefault: z.boolean().meta({ description: 'And for everybody who chose none.' }),
    createdAt: instant,
    changedAt: instant,
  })
  .meta({ id: 'SavedView' }) satisfies z.ZodType<SavedView>;

const annotation = z
  .object({
    id: z.string(),
    day,
    endDay: day.nullable().meta({ description: 'The last day, both included; null: of one day.' }),
    text: z.string(),
    madeBy: z.string(),
    createdAt: instant,
    changedAt: instant,
  })
  .meta({ id: 'Annotation' }) satisfies z.ZodType<Annotation>;

const ofView = z.strictObject({ view: reference });
const ofAnnotation = z.strictObject({ annotation: reference });
const noteText = z.string().trim().min(1).max(280);

export const viewRoutes = {
  listViews: route({
    method: 'GET',
    path: '/api/v1/views',
    topic: 'Saved views',
    summary: 'One’s own saved views, and those that are shared with the workspace.',
    needs: 'view',
    answer: { kind: 'json', status: 200, schema: z.object({ views: z.array(savedView) }) },
    errors: [],
  }),
  saveView: route({
    method: 'POST',
    path: '/api/v1/views',
    topic: 'Saved views',
    summary: 'Saves the state of a screen under a name; sharing it needs the right to edit.',
    needs: 'view',
    body: z.strictObject({ screen, name: viewName, query, isShared: z.boolean().default(false) }),
    answer: { kind: 'json', status: 201, schema: savedView },
    errors: ['not-allowed'],
  }),
  changeView: route({
    method: 'PATCH',
    path: '/api/v1/views/{view}',
    topic: 'Saved views',
    summary: 'Renames a view, gives it another state, shares it or makes it a default; what others see needs edit.',
    needs: 'view',
    params: ofView,
    body: z.strictObject({
      name: viewName.optional(),
      query: query.optional(),
      isShared: z.boolean().optional(),
      isMyDefault: z.boolean().optional(),
      isWorkspaceDefault: z.boolean().optional(),
    }),
    answer: { kind: 'json', status: 200, schema: savedView },
    errors: ['unknown-view', 'not-allowed'],
  }),
  deleteView: route({
    method: 'DELETE',
    path: '/api/v1/views/{view}',
    topic: 'Saved views',
    summary: 'Deletes a view; a shared one needs the right to edit.',
    needs: 'view',
    params: ofView,
    answer: { kind: 'json', status: 200, schema: savedView },
    errors: ['unknown-view', 'not-allowed'],
  }),
  listAnnotations: route({
    method: 'GET',
    path: '/api/v1/annotations',
    topic: 'Annotations',
    summary: 'What was written down about days, those that touch the range.',
    needs: 'view',
    query: z.strictObject({ from: day.optional(), to: day.optional() }),
    answer: { kind: 'json', status: 200, schema: z.object({ annotations: z.array(annotation) }) },
    errors: [],
  }),
  addAnnotation: route({
    method: 'POST',
    path: '/api/v1/annotations',
    topic: 'Annotations',
    summary: 'Writes something down about a day or some days.',
    needs: 'edit',
    body: z.strictObject({ day, endDay: day.nullable().default(null), text: noteText }),
    answer: { kind: 'json', status: 201, schema: annotation },
    errors: [],
  }),
  changeAnnotation: route({
    method: 'PATCH',
    path: '/api/v1/annotations/{annotation}',
    topic: 'Annotations',
    summary: 'Changes the days or the text of an annotation.',
    needs: 'edit',
    params: ofAnnotation,
    body: z.strictObject({ day: day.optional(), endDay: day.nullable().optional(), text: noteText.optional() }),
    answer: { kind: 'json', status: 200, schema: annotation },
    errors: ['unknown-annotation'],
  }),
  deleteAnnotation: route({
    method: 'DELETE',
    path: '/api/v1/annotations/{annotation}',
    topic: 'Annotations',
    summary: 'Removes an annotation.',
    needs: 'edit',
    params: ofAnnotation,
    answer: { kind: 'json', status: 200, schema: annotation },
    errors: ['unknown-annotation'],
  }),
} as const;
