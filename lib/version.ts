import packageJson from '../package.json' with { type: 'json' };

/** The product's version; sandbox images carry the same. */
export const VERSION: string = packageJson.version;
