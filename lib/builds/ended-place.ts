import { AppError } from '#lib/errors.ts';

/**
 * How far a stream of ended builds has been told. An end is dated before it is committed: what appears may be dated a
 * little before what was told already. So the last seconds are looked at again each time, and the place names what was
 * told of them.
 */
export interface EndedPlace {
  /** The newest end that was told, in ms. */
  readonly at: number;
  readonly told: readonly Told[];
}

interface Told {
  readonly id: string;
  readonly at: number;
}

const OVERLAP_MS = 15_000;
const MAX_TOLD = 100;
const CURSOR = /^[0-9a-z]{1,11}(\.[0-9a-z_]{1,60}){0,100}$/;
/** Dates beyond this are none. */
const MAX_MS = 8.64e15;

/** From when on ends are looked at. */
export const lookFrom = ({ at }: EndedPlace): Date => new Date(Math.max(0, at - OVERLAP_MS));

/** The place after these ends as well. */
export function advance(place: EndedPlace, ended: readonly Told[]): EndedPlace {
  const at = Math.max(place.at, ...ended.map((one) => one.at));
  const told = [...place.told, ...ended].filter((one) => one.at >= at - OVERLAP_MS);
  return { at, told: told.toSorted((a, b) => a.at - b.at).slice(-MAX_TOLD) };
}

/** The place as text, for the `id` of a frame. */
export const writePlace = ({ at, told }: EndedPlace): string => [at.toString(36), ...told.map(({ id }) => id)].join('.');

/** @throws AppError `invalid_request` for what `writePlace` did not write */
export function readPlace(cursor: string): EndedPlace {
  const [time = '', ...ids] = cursor.split('.');
  const at = Number.parseInt(time, 36);
  if (!CURSOR.test(cursor) || at > MAX_MS)
    throw new AppError('invalid_request', 'This cursor is not one of this stream. Start without one.');
  // When exactly they ended is not in the text: that they count as new only keeps them a little longer.
  return { at, told: ids.map((id) => ({ id, at })) };
}
