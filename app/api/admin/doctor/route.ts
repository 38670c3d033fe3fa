import { Doctor } from '#lib/contracts/live.ts';
import { route } from '#lib/http/route.ts';
import { examine } from '#lib/settings/doctor.ts';

export const GET = route(
  {
    access: 'manage:Organization',
    summary: 'Every isolation level that this machine could run, tried, and the one in force',
    response: Doctor,
  },
  () => examine(),
);
