CREATE TABLE `member_group_roles` (
	`org_id` text NOT NULL,
	`user_id` text NOT NULL,
	`group_id` text NOT NULL,
	`role` text NOT NULL,
	PRIMARY KEY(`org_id`, `user_id`, `group_id`),
	FOREIGN KEY (`org_id`,`user_id`) REFERENCES `members`(`org_id`,`user_id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`org_id`,`group_id`) REFERENCES `runtime_groups`(`org_id`,`id`) ON UPDATE no action ON DELETE cascade
);
