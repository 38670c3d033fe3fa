import { useFeatures } from '#lib/client/use-instance.ts';
import { useCreateToken, useDeleteToken, useTokens } from '#lib/client/use-tokens.ts';
import { TokenList } from './token-list.tsx';
import { TokenMaker } from './token-maker.tsx';
import classes from './tokens.module.css';

/** The person's API tokens. A new one is shown once. */
export function Tokens() {
  const scopes = (useFeatures().data?.scopes ?? []).map((id) => ({ id, label: id }));
  return (
    <div className={classes.root}>
      <TokenMaker create={useCreateToken()} scopes={scopes} />
      <TokenList tokens={useTokens()} remove={useDeleteToken()} none="You have no tokens." />
    </div>
  );
}
