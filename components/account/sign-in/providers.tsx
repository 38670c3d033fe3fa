import { Button } from '@mantine/core';
import { IconBrandGithub, IconBrandGoogle, IconBrandWindows, IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import type { ProviderId, Ways } from '#lib/contracts/sign-in.ts';
import classes from './sign-in.module.css';
import { goToProvider } from './use-sign-in.ts';

const ICONS: Readonly<Record<ProviderId, typeof IconKey>> = {
  oidc: IconKey,
  google: IconBrandGoogle,
  github: IconBrandGithub,
  'azure-ad': IconBrandWindows,
};

/** One button for each identity provider; it leaves the page. */
export function Providers({ providers, next }: { providers: Ways['providers']; next: string }) {
  const [leaving, setLeaving] = useState<ProviderId | null>(null);
  const [problem, setProblem] = useState(false);
  async function go(id: ProviderId) {
    setLeaving(id);
    setProblem(false);
    try {
      await goToProvider(id, next);
    } catch (thrown) {
      console.warn('The way to the identity provider failed.', thrown);
      setLeaving(null);
      setProblem(true);
    }
  }
  return (
    <div className={classes.providers}>
      {problem && (
        <p className={classes.problem} role="alert">
          The server cannot be reached. Check that Glassworks is running, then try again.
        </p>
      )}
      {providers.map(({ id, name }) => {
        const Icon = ICONS[id];
        return (
          <Button
            key={id}
            variant="default"
            fullWidth
            leftSection={<Icon size={18} aria-hidden />}
            loading={leaving === id}
            disabled={leaving !== null && leaving !== id}
            onClick={() => void go(id)}
          >
            Continue with {name}
          </Button>
        );
      })}
    </div>
  );
}
