@Version("1.1.0")
package org.eclipse.kura.configuration;

import org.osgi.annotation.versioning.Version;
