export interface Program {
  readonly url: string;
  readonly key: string;
  readonly folder: string;
  readonly pid: number;
  readonly setupLink: string | null;
  readonly close: () => Promise<void>;
  readonly kill: () => Promise<void>;
}

export interface StartOptions {
  readonly folder?: string;
  readonly settings?: Readonly<Record<string, string>>;
}

export function startProgram(args?: readonly string[], options?: StartOptions): Promise<Program>;
