import type { Guest } from '#lib/sandbox/guest.ts';
import { APP_DIR, CATALOG_DIR, CONFIG_DIR, HOME_DIR, NODE_MODULES, TEMPLATE_DIR } from './places.ts';
import { shell } from './shell.ts';

const PREPARE = `
template=$1 modules=$2 app=$3 catalog=$4 config=$5 home=$6
rm -rf "$app" "$catalog"
mkdir -p "$app" "$catalog" "$config" "$home"
cp -R "$template/." "$app/"
chmod -R u+rwX "$app"
ln -s "$modules" "$app/node_modules"
`;

/** Puts a fresh template into the workspace. The warm pool does this ahead of a prompt; a conversation that is there stays. */
export async function prepareWorkspace(guest: Guest, signal: AbortSignal): Promise<void> {
  await shell(guest, PREPARE, [TEMPLATE_DIR, NODE_MODULES, APP_DIR, CATALOG_DIR, CONFIG_DIR, HOME_DIR], signal);
}
