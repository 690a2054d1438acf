const QUOTED = /[“"„«]([^“”"„«»]{1,300})[”"“»]|(?<![\p{L}\p{N}])['‘]([^'‘’]{1,300})['’](?![\p{L}\p{N}])/gu;
const MARK = /\uE000(\d+)\uE001/gu;
const ONE_MARK = /^\uE000\d+\uE001$/u;

/** A text whose quotations are hidden behind marks, so that no rule reads what stands in them. */
export class Quoted {
  readonly text: string;
  readonly #inner: string[] = [];

  constructor(text: string) {
    this.text = text.replace(/[\uE000\uE001]/gu, '').replace(QUOTED, (_, double, single) => {
      this.#inner.push((double ?? single).trim());
      return `\uE000${this.#inner.length - 1}\uE001`;
    });
  }

  /** Puts quotations back: without their quotes where they are all there is. */
  reveal(text: string): string {
    const isAll = isQuotation(text);
    return text.replace(MARK, (_, at) => {
      const inner = this.#inner[Number(at)] ?? '';
      return isAll ? inner : `"${inner}"`;
    });
  }
}

export function isQuotation(text: string): boolean {
  return ONE_MARK.test(text);
}
