/**
 * Text chunks to lines, with CR LF, LF or CR ends. Owns the rest between two chunks, and gives up on a line that
 * is longer than any record may be, so that memory stays bounded.
 */
const LINE_LIMIT = 48 * 1024 * 1024;

export class LineCutter {
  /** Stands in the result for a line that was too long to keep. */
  readonly overlong = '\u0000overlong';
  private rest: string[] = [];
  private restLength = 0;
  private dropped = false;

  push(chunk: string): string[] {
    const lines: string[] = [];
    let from = 0;
    for (let at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', from)) {
      lines.push(this.take(chunk.slice(from, at)));
      from = at + 1;
    }
    if (from < chunk.length) this.keep(chunk.slice(from));
    return lines;
  }

  end(): string[] {
    return this.restLength > 0 || this.dropped ? [this.take('')] : [];
  }

  private keep(text: string): void {
    this.restLength += text.length;
    if (this.restLength > LINE_LIMIT) {
      this.dropped = true;
      this.rest = [];
    } else this.rest.push(text);
  }

  private take(last: string): string {
    const text = this.rest.length === 0 ? last : this.rest.join('') + last;
    this.rest = [];
    this.restLength = 0;
    if (this.dropped) {
      this.dropped = false;
      return this.overlong;
    }
    return text.endsWith('\r') ? text.slice(0, -1) : text;
  }
}
