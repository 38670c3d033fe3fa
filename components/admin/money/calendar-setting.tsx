import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Panel } from '#components/ui/page.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { api } from '#lib/client/api.ts';
import { keys } from '#lib/client/keys.ts';
import { MoneyCalendar } from '#lib/contracts/budgets.ts';
import classes from './budgets-page.module.css';
import { useMoneyChange } from './use-money-change.ts';

const PATH = '/api/admin/budgets/calendar';
const RECOUNT_MS = 120_000;
const ZONES = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];

/** Where the organisation's days begin. */
export function CalendarSetting() {
  const [chosen, setChosen] = useState<string | null>(null);
  const calendar = useQuery({
    queryKey: keys.adminList(PATH, {}),
    queryFn: ({ signal }) => api(MoneyCalendar, PATH, { signal }),
  });
  const save = useMoneyChange(
    'The calendar was changed.',
    (timeZone: string) => api(MoneyCalendar, PATH, { method: 'PUT', body: { timeZone }, deadlineMs: RECOUNT_MS }),
    () => setChosen(null),
  );
  const current = calendar.data?.timeZone ?? null;
  return (
    <div className={classes.calendar}>
      <Panel
        title="Calendar"
        note="Days, weeks (from Monday) and months of all budgets begin at midnight in this time zone. After a change, what was spent lately is counted anew."
      >
        <div className={classes.zone}>
          <Select
            aria-label="Time zone"
            data={ZONES}
            value={chosen ?? current}
            onChange={setChosen}
            disabled={current === null}
            searchable
            allowDeselect={false}
          />
          <Button
            variant="default"
            disabled={chosen === null || chosen === current}
            loading={save.isPending}
            onClick={() => chosen !== null && save.mutate(chosen)}
          >
            Save
          </Button>
        </div>
        {calendar.isError && (
          <Problem title="The calendar could not be loaded" error={calendar.error} onRetry={() => void calendar.refetch()} />
        )}
        {save.isError && <Problem title="The calendar was not changed" error={save.error} />}
      </Panel>
    </div>
  );
}
