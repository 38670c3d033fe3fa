import { notifications } from '@mantine/notifications';
import { ApiError } from '#lib/client/api.ts';

/** Says that something was done. */
export function notifyDone(message: string): void {
  notifications.show({ message, color: 'glass', autoClose: 4_000 });
}

/** Says that an action failed, with the number to quote; it stays until it is closed. */
export function notifyProblem(title: string, error: Error): void {
  const request = error instanceof ApiError && error.requestId !== null ? ` (request ${error.requestId})` : '';
  notifications.show({ title, message: `${error.message}${request}`, color: 'red', autoClose: false });
}
