CREATE TABLE `certificate_terms` (
	`org_id` text NOT NULL,
	`group_id` text NOT NULL,
	`etag` text NOT NULL,
	`certificates` text NOT NULL,
	PRIMARY KEY(`org_id`, `group_id`),
	FOREIGN KEY (`org_id`,`group_id`) REFERENCES `runtime_groups`(`org_id`,`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `channels` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`target` text NOT NULL,
	`secret` text,
	`old_secret` text,
	`old_secret_until` integer,
	`disabled_because` text,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	FOREIGN KEY (`org_id`) REFERENCES `orgs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `channels_org_name` ON `channels` (`org_id`,`name`);--> statement-breakpoint
CREATE UNIQUE INDEX `channels_org_id` ON `channels` (`org_id`,`id`);--> statement-breakpoint
CREATE TABLE `deliveries` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` text NOT NULL,
	`id` text NOT NULL,
	`channel_id` text NOT NULL,
	`rule_id` text NOT NULL,
	`kind` text NOT NULL,
	`group_id` text,
	`created_at` integer NOT NULL,
	`ready_at` integer NOT NULL,
	`state` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_try_at` integer NOT NULL,
	`last_status` integer,
	`last_fault` text,
	`last_tried_at` integer,
	FOREIGN KEY (`org_id`,`channel_id`) REFERENCES `channels`(`org_id`,`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_id_unique` ON `deliveries` (`id`);--> statement-breakpoint
CREATE INDEX `deliveries_waiting` ON `deliveries` (`channel_id`,`ready_at`,`seq`) WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX `deliveries_org` ON `deliveries` (`org_id`,`seq`);--> statement-breakpoint
CREATE TABLE `delivery_events` (
	`delivery_seq` integer NOT NULL,
	`event_seq` integer NOT NULL,
	PRIMARY KEY(`delivery_seq`, `event_seq`),
	FOREIGN KEY (`delivery_seq`) REFERENCES `deliveries`(`seq`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`event_seq`) REFERENCES `events`(`seq`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `delivery_events_event` ON `delivery_events` (`event_seq`);--> statement-breakpoint
CREATE TABLE `events` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` text NOT NULL,
	`kind` text NOT NULL,
	`group_id` text,
	`group_name` text,
	`instance_id` text,
	`instance_name` text,
	`labels` text DEFAULT '{}' NOT NULL,
	`detail` text NOT NULL,
	`at` integer NOT NULL,
	`is_routed` integer DEFAULT false NOT NULL,
	FOREIGN KEY (`org_id`) REFERENCES `orgs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `events_unrouted` ON `events` (`seq`) WHERE is_routed = 0;--> statement-breakpoint
CREATE INDEX `events_at` ON `events` (`at`);--> statement-breakpoint
CREATE TABLE `notification_rules` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`channel_id` text NOT NULL,
	`kinds` text NOT NULL,
	`group_ids` text,
	`labels` text DEFAULT '{}' NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`org_id`,`channel_id`) REFERENCES `channels`(`org_id`,`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notification_rules_org_id` ON `notification_rules` (`org_id`,`id`);--> statement-breakpoint
CREATE TABLE `open_conditions` (
	`org_id` text NOT NULL,
	`subject_id` text NOT NULL,
	`kind` text NOT NULL,
	`group_id` text,
	`mark` text NOT NULL,
	`detail` text NOT NULL,
	`opened_at` integer NOT NULL,
	PRIMARY KEY(`org_id`, `subject_id`, `kind`),
	FOREIGN KEY (`org_id`) REFERENCES `orgs`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`org_id`,`group_id`) REFERENCES `runtime_groups`(`org_id`,`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `open_conditions_group` ON `open_conditions` (`org_id`,`group_id`,`kind`);