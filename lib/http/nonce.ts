/** Where the web server notes the nonce of this answer for the page that is rendered; what a client sends is overwritten. */
export const NONCE_HEADER = 'x-glassworks-nonce';
