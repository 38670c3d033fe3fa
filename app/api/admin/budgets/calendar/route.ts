import { MoneyCalendar } from '#lib/contracts/budgets.ts';
import { route } from '#lib/http/route.ts';
import { changeTimeZone, timeZone } from '#lib/spend/calendar.ts';

export const GET = route(
  { access: 'manage:Organization', summary: 'The time zone of days, weeks and months of money', response: MoneyCalendar },
  async () => ({ timeZone: await timeZone() }),
);

export const PUT = route(
  { access: 'manage:Organization', summary: 'Change that time zone', body: MoneyCalendar, response: MoneyCalendar },
  async ({ actor, body }) => {
    await changeTimeZone(actor, body.timeZone);
    return body;
  },
);
