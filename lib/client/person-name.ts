import type { Person } from '#lib/contracts/person.ts';

/** What a person is called on the screen. */
export const personName = ({ name, email }: Person): string => name ?? email ?? 'somebody';
