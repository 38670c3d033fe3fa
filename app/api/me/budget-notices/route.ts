import { BudgetNotices } from '#lib/contracts/budgets.ts';
import { route } from '#lib/http/route.ts';
import { myNotices } from '#lib/spend/my-notices.ts';

export const GET = route(
  { access: 'signed-in', summary: 'Notices about budgets that were not closed', response: BudgetNotices },
  ({ actor }) => myNotices(actor),
);
