export interface Program {
  readonly url: string;
  readonly key: string;
  readonly folder: string;
  readonly setupLink: string | null;
  readonly close: () => Promise<void>;
  readonly kill: () => Promise<void>;
}

export function startProgram(args?: readonly string[], folder?: string): Promise<Program>;
