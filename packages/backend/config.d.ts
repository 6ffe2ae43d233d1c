export interface Config {
  auth?: {
    providers?: {
      github?: {
        [environment: string]: {
          /**
           * Who may sign in: logins and e-mail addresses, as a list or separated by commas, or `*` for everybody
           * whom a resolver finds. Required: without it the provider is off.
           */
          allowedUsers?: string | string[];
        };
      };
      microsoft?: {
        [environment: string]: {
          /**
           * Who may sign in: e-mail addresses, as a list or separated by commas, or `*` for everybody whom a
           * resolver finds. Required: without it the provider is off.
           */
          allowedUsers?: string | string[];
        };
      };
    };
  };
}
