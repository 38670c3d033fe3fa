import type { Guest } from '#lib/sandbox/guest.ts';
import { APP_DIR, CATALOG_DIR, CONFIG_DIR, HOME_DIR, NODE_MODULES, TEMPLATE_DIR } from './places.ts';
import { shell } from './shell.ts';

const PREPARE = `
resumed=$1 template=$2 modules=$3 app=$4 catalog=$5 config=$6 home=$7
kept=$(mktemp -d /workspace/.kept-XXXXXX)
if [ "$resumed" = yes ] && [ -d "$app/src" ] && [ ! -L "$app/src" ]; then mv "$app/src" "$kept/src"; fi
rm -rf "$app"
mkdir -p "$app" "$catalog" "$config" "$home"
cp -R "$template/." "$app/"
chmod -R u+rwX "$app"
ln -s "$modules" "$app/node_modules"
if [ -d "$kept/src" ]; then rm -rf "$app/src"; mv "$kept/src" "$app/src"; fi
rm -rf "$kept"
`;

/**
 * Makes a sandbox ready for a prompt: the template of this image, links, folders. In a workspace that was resumed the
 * app's own source and the conversation stay.
 */
export async function prepareWorkspace(guest: Guest, { resumed, signal }: { resumed: boolean; signal: AbortSignal }): Promise<void> {
  const places = [TEMPLATE_DIR, NODE_MODULES, APP_DIR, CATALOG_DIR, CONFIG_DIR, HOME_DIR];
  await shell(guest, PREPARE, [resumed ? 'yes' : 'no', ...places], signal);
}
