CREATE TABLE `rollout_steps` (
	`org_id` text NOT NULL,
	`rollout_id` text NOT NULL,
	`revision` integer NOT NULL,
	`kind` text NOT NULL,
	`stage` integer NOT NULL,
	`actor` text NOT NULL,
	`detail` text DEFAULT '' NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `rollout_id`, `revision`),
	FOREIGN KEY (`org_id`,`rollout_id`) REFERENCES `rollouts`(`org_id`,`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `rollouts` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`group_id` text NOT NULL,
	`from_version` integer NOT NULL,
	`to_version` integer NOT NULL,
	`strategy` text NOT NULL,
	`state` text NOT NULL,
	`stage` integer NOT NULL,
	`stage_started_at` integer NOT NULL,
	`is_approved` integer DEFAULT false NOT NULL,
	`paused_at` integer,
	`halt_reason` text,
	`started_by` text NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	`revision` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`org_id`,`group_id`) REFERENCES `runtime_groups`(`org_id`,`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `rollouts_active` ON `rollouts` (`org_id`,`group_id`) WHERE "rollouts"."ended_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX `rollouts_org_id` ON `rollouts` (`org_id`,`id`);--> statement-breakpoint
CREATE INDEX `rollouts_group_version` ON `rollouts` (`org_id`,`group_id`,`to_version`);--> statement-breakpoint
CREATE TABLE `selector_pins` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`group_id` text NOT NULL,
	`labels` text DEFAULT '{}' NOT NULL,
	`version_number` integer NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`org_id`,`group_id`) REFERENCES `runtime_groups`(`org_id`,`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `selector_pins_group` ON `selector_pins` (`org_id`,`group_id`);--> statement-breakpoint
CREATE TABLE `plugin_sets` (
	`org_id` text NOT NULL,
	`hash` text NOT NULL,
	`names` text NOT NULL,
	PRIMARY KEY(`org_id`, `hash`),
	FOREIGN KEY (`org_id`) REFERENCES `orgs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `runtime_groups` ADD `rollout_strategy` text;--> statement-breakpoint
ALTER TABLE `runtime_groups` ADD `heals_drift` integer DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE `runtime_groups` ADD `archive_after_days` integer;--> statement-breakpoint
ALTER TABLE `apply_records` ADD `fetch_ms` integer;--> statement-breakpoint
ALTER TABLE `apply_records` ADD `verify_ms` integer;--> statement-breakpoint
ALTER TABLE `apply_records` ADD `apply_ms` integer;--> statement-breakpoint
ALTER TABLE `runtime_instances` ADD `ready_changed_at` integer;--> statement-breakpoint
ALTER TABLE `runtime_instances` ADD `running_since` integer;--> statement-breakpoint
ALTER TABLE `runtime_instances` ADD `pinned_version` integer;--> statement-breakpoint
ALTER TABLE `runtime_instances` ADD `paused_version` integer;--> statement-breakpoint
ALTER TABLE `runtime_instances` ADD `sync_requested_at` integer;--> statement-breakpoint
ALTER TABLE `runtime_instances` ADD `rotation_requested_at` integer;--> statement-breakpoint
ALTER TABLE `runtime_instances` ADD `previous_credential_hash` text;--> statement-breakpoint
ALTER TABLE `runtime_instances` ADD `credential_issued_at` integer;--> statement-breakpoint
ALTER TABLE `runtime_instances` ADD `plugin_set` text;--> statement-breakpoint
CREATE UNIQUE INDEX `runtime_instances_previous_credential_hash_unique` ON `runtime_instances` (`previous_credential_hash`);--> statement-breakpoint
DROP TRIGGER `runtime_instances_changed`;--> statement-breakpoint
-- All but what only time changes: when an instance was last seen (but for the first time), and its long texts.
CREATE TRIGGER `runtime_instances_changed` AFTER UPDATE ON `runtime_instances`
WHEN (OLD.`group_id`, OLD.`credential_hash`, OLD.`previous_credential_hash`, OLD.`hostname`, OLD.`address`, OLD.`labels`, OLD.`agent_version`, OLD.`gateway_version`, OLD.`plugin_set`, OLD.`is_ephemeral`, OLD.`is_ready`, OLD.`running_etag`, OLD.`rejected_etag`, OLD.`rejected_at`, OLD.`drifted_at`, OLD.`orphaned_at`, OLD.`archived_at`, OLD.`pinned_version`, OLD.`paused_version`, OLD.`sync_requested_at`, OLD.`rotation_requested_at`, OLD.`last_seen_at` IS NULL)
  IS NOT (NEW.`group_id`, NEW.`credential_hash`, NEW.`previous_credential_hash`, NEW.`hostname`, NEW.`address`, NEW.`labels`, NEW.`agent_version`, NEW.`gateway_version`, NEW.`plugin_set`, NEW.`is_ephemeral`, NEW.`is_ready`, NEW.`running_etag`, NEW.`rejected_etag`, NEW.`rejected_at`, NEW.`drifted_at`, NEW.`orphaned_at`, NEW.`archived_at`, NEW.`pinned_version`, NEW.`paused_version`, NEW.`sync_requested_at`, NEW.`rotation_requested_at`, NEW.`last_seen_at` IS NULL)
BEGIN
  UPDATE `runtime_groups` SET `instance_changes` = `instance_changes` + 1 WHERE `id` IN (OLD.`group_id`, NEW.`group_id`);
END;
