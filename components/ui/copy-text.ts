import { notifyProblem } from './notify.ts';

/**
 * Puts a text on the clipboard; says so when the browser refuses, which it does on plain http.
 *
 * @param otherwise what the person can do instead
 * @returns whether it is there
 */
export async function copyText(text: string, otherwise: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (refused) {
    console.warn('The clipboard refused a text.', refused);
    notifyProblem('It could not be copied', new Error(`Your browser does not allow it here. ${otherwise}`));
    return false;
  }
}
