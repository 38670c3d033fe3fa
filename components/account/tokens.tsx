import { ActionIcon, Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { notifyProblem } from '#components/ui/notify.ts';
import { Problem } from '#components/ui/problem.tsx';
import { Waiting } from '#components/ui/waiting.tsx';
import { formatAgo } from '#lib/client/format.ts';
import { useDeleteToken, useTokens } from '#lib/client/use-tokens.ts';
import type { NewToken, Token } from '#lib/contracts/me.ts';
import { NewTokenForm } from './new-token-form.tsx';
import { TokenOnce } from './token-once.tsx';
import classes from './tokens.module.css';

/** The person's API tokens. A new one is shown once. */
export function Tokens() {
  const tokens = useTokens();
  const [made, setMade] = useState<NewToken | null>(null);
  return (
    <div className={classes.root}>
      {made === null ? <NewTokenForm onMade={setMade} /> : <TokenOnce token={made} onDone={() => setMade(null)} />}
      {tokens.isPending && <Waiting label="Loading your tokens" onRetry={() => void tokens.refetch()} />}
      {tokens.isError && tokens.data === undefined && (
        <Problem
          title="Your tokens could not be loaded"
          error={tokens.error}
          onRetry={() => void tokens.refetch()}
          retrying={tokens.isFetching}
        />
      )}
      {tokens.data?.length === 0 && <p className={classes.none}>You have no tokens.</p>}
      {tokens.data !== undefined && tokens.data.length > 0 && (
        <ul className={classes.list} aria-label="Your tokens">
          {tokens.data.map((token) => (
            <TokenLine key={token.id} token={token} />
          ))}
        </ul>
      )}
    </div>
  );
}

/** Deleting asks once more in place: the same button says what the second press does. */
function TokenLine({ token }: { token: Token }) {
  const remove = useDeleteToken();
  const [asking, setAsking] = useState(false);
  const confirm = () => remove.mutate(token.id, { onError: (error) => notifyProblem('The token was not deleted', error) });
  return (
    <li className={classes.token}>
      <span className={classes.name}>{token.name}</span>
      <code className={classes.last4}>…{token.last4}</code>
      <span className={classes.times}>
        {token.lastUsedAt === null ? 'never used' : `used ${formatAgo(token.lastUsedAt)}`}
        {token.expiresAt !== null && `, ends ${formatAgo(token.expiresAt)}`}
      </span>
      {asking ? (
        <Button
          size="compact-sm"
          color="red"
          variant="light"
          loading={remove.isPending}
          onClick={confirm}
          onBlur={() => setAsking(false)}
          autoFocus
        >
          Really delete
        </Button>
      ) : (
        <ActionIcon variant="subtle" color="gray" aria-label={`Delete token ${token.name}`} onClick={() => setAsking(true)}>
          <IconTrash size={16} />
        </ActionIcon>
      )}
    </li>
  );
}
