import { describeApi } from '#lib/http/openapi.ts';
import { json } from '#lib/http/respond.ts';
import { route } from '#lib/http/route.ts';
import { ROUTES } from './routes.ts';

export const GET = route({ access: 'public', summary: "The API's description" }, async () => json(describeApi(ROUTES)));
