import { useMutation, useQueryClient } from '@tanstack/react-query';
import { notifyDone } from '#components/ui/notify.ts';
import { keys } from '#lib/client/keys.ts';

/** Does something to the money settings; then says so, and every table of the administration is read again. */
export function useMoneyChange<V>(done: string, change: (values: V) => Promise<unknown>, after: () => void = () => undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      notifyDone(done);
      after();
      await client.invalidateQueries({ queryKey: keys.admin });
    },
  });
}
