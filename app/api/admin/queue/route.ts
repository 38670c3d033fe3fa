import { Queue } from '#lib/contracts/live.ts';
import { route } from '#lib/http/route.ts';
import { readQueue } from '#lib/live/queue.ts';

export const GET = route(
  { access: 'manage:Organization', summary: 'How many builds wait and run, and which processes there are', response: Queue },
  () => readQueue(),
);
