/** Whether an upload flows, period by period. */
export class Pace {
  readonly #enough: number;
  #came = 0;
  #poor = 0;

  /** @param enough Bytes of a period. */
  constructor(enough: number) {
    this.#enough = enough;
  }

  came(bytes: number): void {
    this.#came += bytes;
  }

  /**
   * Ends a period.
   *
   * @returns Whether it was the second in a row that brought too little. One alone says nothing: the
   *   same pause may fall into one period or be divided between two.
   */
  ended(): boolean {
    this.#poor = this.#came < this.#enough ? this.#poor + 1 : 0;
    this.#came = 0;
    return this.#poor > 1;
  }
}
