import { Button, type ButtonProps } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { copyText } from './copy-text.ts';

interface CopyButtonProps extends Pick<ButtonProps, 'size' | 'variant' | 'color'> {
  text: string;
  label?: string;
}

const SAID_MS = 1_500;

/** Copies a text that is on the page, and says for a moment that it did. */
export function CopyButton({ text, label = 'Copy', ...look }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <Button
      {...look}
      leftSection={copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
      onClick={async () => setCopied(await copyText(text, 'Select the text and copy it by hand.'))}
    >
      {copied ? 'Copied' : label}
    </Button>
  );
}
