export interface Program {
  readonly url: string;
  readonly key: string;
  readonly folder: string;
  readonly setupLink: string | null;
  readonly close: () => Promise<void>;
}

export function startProgram(args?: readonly string[], settings?: Readonly<Record<string, string>>): Promise<Program>;
