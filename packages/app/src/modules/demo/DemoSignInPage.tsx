import { SignInPage } from '@backstage/core-components';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import { DemoNotice } from './DemoNotice';

/** Guest sign-in, below the notice that every page has. */
export function DemoSignInPage(props: SignInPageProps) {
  return (
    <>
      <DemoNotice />
      <SignInPage
        {...props}
        title="Sign in"
        align="center"
        providers={['guest']}
      />
    </>
  );
}
