DROP INDEX `runtime_instances_org_group`;--> statement-breakpoint
CREATE INDEX `runtime_instances_group_id` ON `runtime_instances` (`org_id`,`group_id`,`id`);--> statement-breakpoint
CREATE INDEX `runtime_instances_group_first_seen` ON `runtime_instances` (`org_id`,`group_id`,`first_seen_at`);--> statement-breakpoint
CREATE INDEX `runtime_instances_orphaned` ON `runtime_instances` (`org_id`,`hostname`) WHERE "runtime_instances"."orphaned_at" is not null;--> statement-breakpoint
ALTER TABLE `runtime_groups` ADD `instance_changes` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE TRIGGER `runtime_instances_inserted` AFTER INSERT ON `runtime_instances` BEGIN
  UPDATE `runtime_groups` SET `instance_changes` = `instance_changes` + 1 WHERE `id` = NEW.`group_id`;
END;--> statement-breakpoint
CREATE TRIGGER `runtime_instances_deleted` AFTER DELETE ON `runtime_instances` BEGIN
  UPDATE `runtime_groups` SET `instance_changes` = `instance_changes` + 1 WHERE `id` = OLD.`group_id`;
END;--> statement-breakpoint
-- All but what only time changes: when an instance was last seen (but for the first time), and its long texts.
CREATE TRIGGER `runtime_instances_changed` AFTER UPDATE ON `runtime_instances`
WHEN (OLD.`group_id`, OLD.`credential_hash`, OLD.`hostname`, OLD.`address`, OLD.`labels`, OLD.`agent_version`, OLD.`gateway_version`, OLD.`is_ephemeral`, OLD.`is_ready`, OLD.`running_etag`, OLD.`rejected_etag`, OLD.`rejected_at`, OLD.`drifted_at`, OLD.`orphaned_at`, OLD.`archived_at`, OLD.`last_seen_at` IS NULL)
  IS NOT (NEW.`group_id`, NEW.`credential_hash`, NEW.`hostname`, NEW.`address`, NEW.`labels`, NEW.`agent_version`, NEW.`gateway_version`, NEW.`is_ephemeral`, NEW.`is_ready`, NEW.`running_etag`, NEW.`rejected_etag`, NEW.`rejected_at`, NEW.`drifted_at`, NEW.`orphaned_at`, NEW.`archived_at`, NEW.`last_seen_at` IS NULL)
BEGIN
  UPDATE `runtime_groups` SET `instance_changes` = `instance_changes` + 1 WHERE `id` IN (OLD.`group_id`, NEW.`group_id`);
END;
