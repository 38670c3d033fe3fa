import { Button } from '@mantine/core';
import { Panel } from '#components/ui/page.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { useDoctor } from '#lib/client/use-settings.ts';
import classes from './trial.module.css';
import { Steps } from './trial.tsx';

/** How agents could be isolated on this machine, tried when asked. */
export function DoctorPanel() {
  const doctor = useDoctor();
  const steps = doctor.data?.levels.map(({ name, ok, message, inForce }) => ({
    name: inForce ? `${name}, in force` : name,
    status: ok ? ('ok' as const) : ('failed' as const),
    ms: 0,
    message,
  }));
  return (
    <Panel title="Isolation on this machine" note="Every way in which this machine could keep an agent apart, strongest first.">
      <Button variant="default" loading={doctor.isPending} onClick={() => doctor.mutate()}>
        Examine this machine
      </Button>
      {doctor.isError && <Problem title="The machine could not be examined" error={doctor.error} />}
      <div role="status" className={classes.after}>
        {steps && <Steps steps={steps} timed={false} />}
      </div>
    </Panel>
  );
}
