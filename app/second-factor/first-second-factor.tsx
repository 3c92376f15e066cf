"use client";
import { useState } from "react";
import { RecoveryCodes } from "../_shared/second-factor/recovery-codes";
import { SetUpSecondFactor } from "../_shared/second-factor/set-up";
import { beginSecondFactorAction, confirmSecondFactorAction } from "./actions";

/** The set-up before an organization lets one in; it ends at the page that was wanted. */
export function FirstSecondFactor({ hasPassword, next }: { hasPassword: boolean; next: string }) {
  const [codes, setCodes] = useState<string[]>();
  if (codes) return <RecoveryCodes codes={codes} onDone={() => window.location.assign(next)} />;
  return <SetUpSecondFactor hasPassword={hasPassword} begin={beginSecondFactorAction} confirm={confirmSecondFactorAction} onCodes={setCodes} />;
}
