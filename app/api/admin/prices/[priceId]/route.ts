import { z } from 'zod';
import { PriceLines } from '#lib/contracts/prices.ts';
import { route } from '#lib/http/route.ts';
import { deletePrice, listPrices } from '#lib/spend/price-lines.ts';

export const DELETE = route(
  {
    access: 'manage:Organization',
    summary: 'Delete a price that was written here',
    params: z.object({ priceId: z.string() }),
    response: PriceLines,
  },
  async ({ actor, params }) => {
    await deletePrice(actor, params.priceId);
    return listPrices();
  },
);
