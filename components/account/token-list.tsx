import { ActionIcon, Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { notifyProblem } from '#components/ui/notify.ts';
import { Problem } from '#components/ui/problem.tsx';
import { Waiting } from '#components/ui/waiting.tsx';
import { formatAgo } from '#lib/client/format.ts';
import type { Token } from '#lib/contracts/me.ts';
import classes from './token-list.module.css';

interface TokenListProps {
  tokens: UseQueryResult<Token[]>;
  remove: UseMutationResult<unknown, Error, string>;
  /** What stands there when there is none. */
  none: string;
}

/** Tokens of a person or a service account, without their secrets. */
export function TokenList({ tokens, remove, none }: TokenListProps) {
  return (
    <>
      {tokens.isPending && <Waiting label="Loading the tokens" onRetry={() => void tokens.refetch()} />}
      {tokens.isError && tokens.data === undefined && (
        <Problem
          title="The tokens could not be loaded"
          error={tokens.error}
          onRetry={() => void tokens.refetch()}
          retrying={tokens.isFetching}
        />
      )}
      {tokens.data?.length === 0 && <p className={classes.none}>{none}</p>}
      {tokens.data !== undefined && tokens.data.length > 0 && (
        <ul className={classes.list} aria-label="Tokens">
          {tokens.data.map((token) => (
            <TokenLine key={token.id} token={token} remove={remove} />
          ))}
        </ul>
      )}
    </>
  );
}

/** Deleting asks once more in place: the same button says what the second press does. */
function TokenLine({ token, remove }: { token: Token; remove: TokenListProps['remove'] }) {
  const [asking, setAsking] = useState(false);
  const confirm = () => remove.mutate(token.id, { onError: (error) => notifyProblem('The token was not deleted', error) });
  return (
    <li className={classes.token}>
      <span className={classes.name}>{token.name}</span>
      <code className={classes.last4}>…{token.last4}</code>
      <span className={classes.times}>
        {token.scopes.length > 0 && `${token.scopes.length === 1 ? 'one permission' : `${token.scopes.length} permissions`}, `}
        {token.lastUsedAt === null ? 'never used' : `used ${formatAgo(token.lastUsedAt)}`}
        {token.expiresAt !== null && `, ends ${formatAgo(token.expiresAt)}`}
      </span>
      {asking ? (
        <Button
          size="compact-sm"
          color="red"
          variant="light"
          loading={remove.isPending && remove.variables === token.id}
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
