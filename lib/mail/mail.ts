import { createTransport } from 'nodemailer';
import { type Env, env } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';

interface Mail {
  readonly to: string;
  readonly subject: string;
  /** Paragraphs of plain text. */
  readonly text: readonly string[];
}

const DEADLINE_MS = 10_000;
/** A line break in a name or subject would begin a header of its own. */
const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

/** Whether mail can be sent at all. */
export const canMail = (e: Env = env()): boolean => Boolean(e.EMAIL_SMTP_HOST && e.EMAIL_SMTP_SENDER_EMAIL);

/**
 * Sends one plain-text mail.
 * @throws AppError bad_gateway with what the server said and what to do, when it is not taken within ten seconds
 */
export async function sendMail({ to, subject, text }: Mail): Promise<void> {
  const e = env();
  if (!e.EMAIL_SMTP_HOST || !e.EMAIL_SMTP_SENDER_EMAIL) {
    throw new AppError('unavailable', 'Mail is not set up: EMAIL_SMTP_HOST and EMAIL_SMTP_SENDER_EMAIL are missing.');
  }
  const transport = createTransport({
    host: e.EMAIL_SMTP_HOST,
    port: e.EMAIL_SMTP_PORT,
    secure: e.EMAIL_SMTP_SECURE ?? e.EMAIL_SMTP_PORT === 465,
    ...(e.EMAIL_SMTP_USER ? { auth: { user: e.EMAIL_SMTP_USER, pass: e.EMAIL_SMTP_PASSWORD ?? '' } } : {}),
    connectionTimeout: DEADLINE_MS,
    greetingTimeout: DEADLINE_MS,
    socketTimeout: DEADLINE_MS,
    // Nothing of a mail is ever read from a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from: { name: oneLine(e.EMAIL_SMTP_SENDER_NAME), address: e.EMAIL_SMTP_SENDER_EMAIL },
      to: { name: '', address: oneLine(to) },
      subject: oneLine(subject),
      text: `${text.join('\n\n')}\n`,
    });
  } catch (cause) {
    throw new AppError('bad_gateway', whyNot(cause), { cause });
  } finally {
    transport.close();
  }
}

const ADVICE: Readonly<Record<string, string>> = {
  EDNS: 'the name in EMAIL_SMTP_HOST is not known',
  ECONNECTION: 'nothing answers at EMAIL_SMTP_HOST and EMAIL_SMTP_PORT',
  ESOCKET: 'the connection failed: check EMAIL_SMTP_PORT, and EMAIL_SMTP_SECURE, which is true for port 465 only',
  ETIMEDOUT: 'the server did not answer in time: check EMAIL_SMTP_PORT, EMAIL_SMTP_SECURE and firewalls',
  EAUTH: 'the server refused EMAIL_SMTP_USER and EMAIL_SMTP_PASSWORD',
  EENVELOPE: 'the server refused the sender or the recipient: check EMAIL_SMTP_SENDER_EMAIL',
};

function whyNot(error: unknown): string {
  const { code = '', response } = error as { code?: string; response?: string };
  const said = response ? ` It said: ${oneLine(response).slice(0, 200)}` : '';
  return `The mail was not sent: ${ADVICE[code] ?? 'the mail server did not take it'}.${said}`;
}
