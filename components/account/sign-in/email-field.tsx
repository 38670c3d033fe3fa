import { TextInput } from '@mantine/core';

/** Whom a sign-in is for. */
export function EmailField({ value, onChange }: { value: string; onChange(email: string): void }) {
  return (
    <TextInput
      label="E-mail"
      type="email"
      autoComplete="username"
      required
      withAsterisk={false}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
