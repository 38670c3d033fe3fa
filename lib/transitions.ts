/**
 * A state machine as a table. Code that writes a state names a move of its table: a change that the table does not know
 * cannot be written. The diagrams in docs/architecture.md are made from the same tables (`node scripts/diagrams.ts`).
 */
export interface StateMachine<State extends string, Name extends string> {
  readonly states: Readonly<Record<State, StateRule<Name>>>;
  readonly moves: Readonly<Record<Name, Move<State>>>;
}

export interface StateRule<Name extends string> {
  /** What it means, for people. */
  readonly means: string;
  /** What ends it when nobody does. None: it is the end. */
  readonly deadlines: readonly Deadline<Name>[];
}

interface Deadline<Name extends string> {
  /** Milliseconds, or the setting that holds them. */
  readonly after: number | string;
  /** What the time is counted from. */
  readonly since: string;
  /** The move that is made then. */
  readonly move: Name;
}

interface Move<State extends string> {
  /** None: the row is made by it. */
  readonly from: readonly State[];
  readonly to: State;
  readonly who: string;
}
