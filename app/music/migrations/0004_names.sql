-- Names that are ids which a user pool made up: they tell nobody anything but how to ask for a user.
update users set display_name = 'Someone'
where display_name ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
  or display_name ~ '^[A-Za-z0-9_-]+_[0-9]{6,}$';
