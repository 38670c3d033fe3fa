import { Component, type ErrorInfo, type ReactNode } from 'react';
import { reportError } from '../errors.ts';
import { ErrorState } from './states.tsx';

interface Props {
  readonly children: ReactNode;
}

/** Shows what broke instead of a blank page, and tells the host. */
export class ErrorBoundary extends Component<Props, { readonly error: Error | null }> {
  override state = { error: null as Error | null };

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(error: unknown, _info: ErrorInfo) {
    reportError(error);
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return <ErrorState title="This part of the app stopped" message={error.message} onRetry={() => this.setState({ error: null })} />;
  }
}
