import { PriceInput, PriceLines } from '#lib/contracts/prices.ts';
import { route } from '#lib/http/route.ts';
import { listPrices, putPrice } from '#lib/spend/price-lines.ts';

export const GET = route({ access: 'manage:Organization', summary: 'The price table', response: PriceLines }, () => listPrices());

export const PUT = route(
  { access: 'manage:Organization', summary: 'Write a price that holds from a day on', body: PriceInput, response: PriceLines },
  async ({ actor, body }) => {
    await putPrice(actor, body);
    return listPrices();
  },
);
