/** Whether a line still lives, of which nobody says when it dies. */

/** Milliseconds without an answer after which a line is dead. */
const PATIENCE = 12_000;
/** Milliseconds of silence after which one asks whether anybody is there. */
const SILENCE = 20_000;

export class Pulse {
  private watch: ReturnType<typeof setTimeout> | undefined;
  private rest: ReturnType<typeof setTimeout> | undefined;

  constructor(
    /** Sends what the server answers at once. */
    private ask: () => void,
    private dead: () => void,
  ) {}

  /** An answer is owed. The time runs from the last frame that came, or from the first
   * that one waits for since: whoever types on does not put it off. */
  expect(): void {
    this.watch ??= setTimeout(this.dead, PATIENCE);
  }

  /** Something came: the line lives. `owed`: an answer is waited for all the same. */
  heard(owed: boolean): void {
    this.stop();
    if (owed) this.expect();
    this.rest = setTimeout(() => {
      this.ask();
      this.expect();
    }, SILENCE);
  }

  stop(): void {
    clearTimeout(this.watch);
    clearTimeout(this.rest);
    this.watch = undefined;
  }
}
