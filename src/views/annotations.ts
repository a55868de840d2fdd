/** Notes on days that explain a chart: "Newsletter sent", "Site down". Everybody in the workspace sees them. */
import { randomUUID } from 'node:crypto';
import type { Caller } from '../access/index.ts';
import type { AnnotationTable, ControlStore } from '../control/index.ts';
import { type Clock, TributaryError } from '../core/index.ts';
import { keeperOf } from './keeper.ts';

/** A note. Days are text, both included; instants are ISO 8601 UTC. */
export interface Annotation {
  readonly id: string;
  readonly day: string;
  /** null: of one day. */
  readonly endDay: string | null;
  readonly text: string;
  readonly madeBy: string;
  readonly createdAt: string;
  readonly changedAt: string;
}

export interface NewAnnotation {
  readonly day: string;
  readonly endDay: string | null;
  readonly text: string;
}

/** The notes of a workspace. */
export class Annotations {
  readonly #control: ControlStore;
  readonly #clock: Clock;

  constructor(control: ControlStore, clock: Clock) {
    this.#control = control;
    this.#clock = clock;
  }

  /** Those that touch a range of days (an end that is left out is open), in the order of their days. */
  async list(from: string | undefined, to: string | undefined): Promise<readonly Annotation[]> {
    let rows = this.#control.selectFrom('annotations').selectAll();
    if (from !== undefined) rows = rows.where('last_day', '>=', from);
    if (to !== undefined) rows = rows.where('first_day', '<=', to);
    return (await rows.orderBy('first_day').orderBy('created_at').orderBy('annotation_id').execute()).map(noteOf);
  }

  /** Throws `invalid-request` where the last day is before the first. */
  async add(caller: Caller, { day, endDay, text }: NewAnnotation): Promise<Annotation> {
    const [by, at] = [keeperOf(caller), this.#clock().toISOString()];
    const row: AnnotationTable = {
      ...{ annotation_id: randomUUID(), ...daysOf(day, endDay), text },
      ...{ created_by: by.id, created_by_name: by.name, created_at: at, changed_at: at },
    };
    await this.#control.insertInto('annotations').values(row).execute();
    return noteOf(row);
  }

  /** Throws `unknown-annotation`, `invalid-request`. */
  async change(id: string, change: { readonly [Key in keyof NewAnnotation]?: NewAnnotation[Key] | undefined }) {
    const row = await this.#find(id);
    const old = noteOf(row);
    const { day = old.day, text = old.text } = change;
    const endDay = change.endDay === undefined ? old.endDay : change.endDay;
    const changed = { ...row, ...daysOf(day, endDay), text, changed_at: this.#clock().toISOString() };
    await this.#control.updateTable('annotations').set(changed).where('annotation_id', '=', id).execute();
    return noteOf(changed);
  }

  /** Throws `unknown-annotation`. */
  async remove(id: string): Promise<Annotation> {
    const row = await this.#find(id);
    await this.#control.deleteFrom('annotations').where('annotation_id', '=', id).execute();
    return noteOf(row);
  }

  async #find(id: string): Promise<AnnotationTable> {
    const rows = this.#control.selectFrom('annotations').selectAll().where('annotation_id', '=', id);
    const row = await rows.executeTakeFirst();
    if (row === undefined) throw new TributaryError('unknown-annotation', 'There is no such annotation.');
    return row;
  }
}

function daysOf(day: string, endDay: string | null): Pick<AnnotationTable, 'first_day' | 'last_day'> {
  if (endDay !== null && endDay < day) {
    throw new TributaryError('invalid-request', 'The last day is before the first.', { column: 'endDay' });
  }
  return { first_day: day, last_day: endDay ?? day };
}

function noteOf(row: AnnotationTable): Annotation {
  return {
    ...{ id: row.annotation_id, day: row.first_day, endDay: row.last_day === row.first_day ? null : row.last_day },
    ...{ text: row.text, madeBy: row.created_by_name, createdAt: row.created_at, changedAt: row.changed_at },
  };
}
