/** CSV text as bytes, written field by field into one buffer: text in quotes, `\\N` for null. */

const QUOTE = 34;
const COMMA = 44;
const NEWLINE = 10;
const LAST_ASCII = 127;
/** UTF-8 takes at most 3 bytes for one unit of a JavaScript text; a quote is doubled. */
const MOST_BYTES = 3;

/** Rows of CSV under construction. The buffer grows with what it must hold between two `take`s. */
export class CsvBytes {
  #bytes: Buffer;
  #size = 0;

  constructor(capacity: number) {
    this.#bytes = Buffer.allocUnsafe(capacity);
  }

  /** Bytes held. */
  get size(): number {
    return this.#size;
  }

  /** A text of any characters. */
  text(value: string | null): void {
    if (value === null) {
      this.plain(null);
      return;
    }
    const bytes = this.#reserve(value.length * MOST_BYTES + 3);
    let to = this.#size;
    bytes[to++] = QUOTE;
    for (let at = 0; at < value.length; at += 1) {
      const code = value.charCodeAt(at);
      if (code > LAST_ASCII) {
        to += bytes.write(value.slice(at).replaceAll('"', '""'), to);
        break;
      }
      if (code === QUOTE) bytes[to++] = QUOTE;
      bytes[to++] = code;
    }
    bytes[to++] = QUOTE;
    bytes[to++] = COMMA;
    this.#size = to;
  }

  /** A decimal number, a day or an identifier of ours, or several of them: ASCII without quotes and line ends. */
  plain(value: string | null): void {
    const shown = value ?? '\\N';
    const bytes = this.#reserve(shown.length + 1);
    let to = this.#size;
    for (let at = 0; at < shown.length; at += 1) bytes[to++] = shown.charCodeAt(at);
    bytes[to++] = COMMA;
    this.#size = to;
  }

  /** The fields from this many bytes on once more, which end where `until` bytes were held; rows that begin alike cost less so. */
  again(from: number, until: number): void {
    const bytes = this.#reserve(until - from);
    bytes.copyWithin(this.#size, from, until);
    this.#size += until - from;
  }

  /** Ends the row: the line end takes the place of the last field's comma. */
  endRow(): void {
    this.#bytes[this.#size - 1] = NEWLINE;
  }

  /** What is held; valid until the next field is written. */
  take(): Buffer {
    const taken = this.#bytes.subarray(0, this.#size);
    this.#size = 0;
    return taken;
  }

  #reserve(more: number): Buffer {
    if (this.#size + more > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#size + more));
      this.#bytes.copy(larger, 0, 0, this.#size);
      this.#bytes = larger;
    }
    return this.#bytes;
  }
}
