"""Every sentence on every screen: zh.json and en.json, the same keys in both."""
