"use client";
import { useState } from "react";
import { isMasked } from "./is-masked";
import { ChecksWidget, ChoiceWidget, SwitchWidget } from "./choice-widgets";
import { ChipsWidget } from "./chips-widget";
import { Folded } from "./folded";
import { useFormContext } from "./form-context";
import { pathKey } from "./form-value";
import { JsonWidget } from "./json-widget";
import { ListWidget, MapWidget, RecordWidget } from "./nested-widgets";
import { ReferenceWidget } from "./reference-widget";
import { LinesWidget, NumberWidget, SecretWidget, TextWidget } from "./text-widgets";
import { widgetOf } from "./widget-of";
import type { WidgetProps } from "./widget-props";

/** A field, drawn as its rules ask; folded, with the reason, where it means nothing as the others are. */
export function FormField(props: WidgetProps) {
  const reason = useFormContext().idle.get(pathKey(props.path));
  return reason === undefined ? (
    <Widget {...props} />
  ) : (
    <Folded paths={[props.path]} isSet={props.value !== undefined} title={`${props.label}: ${reason}`}>
      <Widget {...props} />
    </Folded>
  );
}

function Widget(props: WidgetProps) {
  const widget = widgetOf(props.name, props.schema);
  // Once a secret, it stays one while another is typed.
  const [wasMasked, setWasMasked] = useState(false);
  if (isMasked(props.value) && !wasMasked) setWasMasked(true);
  if (wasMasked) return <SecretWidget {...props} isMask={isMasked} hasLines={widget === "lines" || widget === "secretLines"} />;
  switch (widget) {
    case "text":
      return <TextWidget {...props} />;
    case "lines":
      return <LinesWidget {...props} />;
    case "secret":
      return <SecretWidget {...props} isMask={isMasked} />;
    case "secretLines":
      return <SecretWidget {...props} isMask={isMasked} hasLines />;
    case "number":
      return <NumberWidget {...props} />;
    case "switch":
      return <SwitchWidget {...props} />;
    case "choice":
      return <ChoiceWidget {...props} />;
    case "checks":
      return <ChecksWidget {...props} />;
    case "chips":
      return <ChipsWidget {...props} />;
    case "list":
      return <ListWidget {...props} />;
    case "record":
      return <RecordWidget {...props} />;
    case "map":
      return <MapWidget {...props} />;
    case "reference":
      return <ReferenceWidget {...props} />;
    case "json":
      return <JsonWidget {...props} />;
  }
}
